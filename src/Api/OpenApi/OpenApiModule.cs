using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AgentMail.Api.OpenApi;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class OpenApiModule
{
    private const string Scheme = "apiKey";

    public static IServiceCollection AddAgentMailOpenApi(this IServiceCollection services) =>
        services.AddEndpointsApiExplorer().AddSwaggerGen(Configure);

    public static void MapAgentMailOpenApi(this WebApplication app)
    {
        app.UseSwagger(o => o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        app.UseSwaggerUI(o =>
        {
            o.DocumentTitle = "AgentMail";
            o.SwaggerEndpoint("/swagger/v1/swagger.json", "AgentMail v1");
            o.EnablePersistAuthorization();
            o.DisplayRequestDuration();
        });
        app.MapGet("/", () => TypedResults.Redirect("/swagger")).ExcludeFromDescription();
    }

    private static void Configure(SwaggerGenOptions options)
    {
        options.SwaggerDoc("v1", new OpenApiInfo
        {
            Title = "AgentMail",
            Version = "v1",
            Description = "Sends a contact centre's email through each agent's and each channel's own SMTP account. "
                + "Press Authorize with the key that the first start printed, then the examples from top to bottom. "
                + "What becomes of each email can be watched at [/monitor](/monitor).",
        });
        options.AddSecurityDefinition(Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "amk_…",
            Description = "An API key of the tenant; for /v1/tenants the operator's key.",
        });
        options.AddSecurityRequirement(document => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] });
        options.IncludeXmlComments(typeof(OpenApiModule).Assembly);
        options.SupportNonNullableReferenceTypes();
        options.NonNullableReferenceTypesAsRequired();
        options.CustomOperationIds(api => api.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault()?.Name);
        options.OrderActionsBy(api => RouteTags.PositionOf(api.ActionDescriptor.EndpointMetadata.OfType<ITagsMetadata>().SelectMany(t => t.Tags).FirstOrDefault()));
        options.OperationFilter<DescribeRoute>();
        options.SchemaFilter<WireSchemas>();
        options.DocumentFilter<RouteTags>();
    }
}
