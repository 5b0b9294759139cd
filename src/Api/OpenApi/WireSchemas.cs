using AgentMail.Api.Emails;
using AgentMail.Api.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AgentMail.Api.OpenApi;

/// <summary>Shows members as they look on the wire where the type behind them is ours.</summary>
internal sealed class WireSchemas : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema open)
            return;
        if (context.Type.IsGenericType && context.Type.GetGenericTypeDefinition() == typeof(Optional<>))
        {
            open.Type = JsonSchemaType.String | JsonSchemaType.Null;
            open.Properties = null;
            open.Required = null;
            open.AdditionalPropertiesAllowed = true;
        }
        else if (context.Type == typeof(RecipientModel))
        {
            open.Type = null;
            open.Properties = null;
            open.Required = null;
            open.AdditionalPropertiesAllowed = true;
            open.OneOf = [new OpenApiSchema { Type = JsonSchemaType.String }, context.SchemaGenerator.GenerateSchema(typeof(NamedRecipientModel), context.SchemaRepository)];
        }
        else if (context.Type == typeof(EmailBatchRequest) && open.Properties?["items"] is OpenApiSchema items)
        {
            items.Items = context.SchemaGenerator.GenerateSchema(typeof(EmailRequest), context.SchemaRepository);
        }
    }
}
