using System.Reflection;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Emails;
using AgentMail.Core.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Emails;

/// <summary>Which emails a list shows.</summary>
internal sealed class EmailQuery : IBoundInput, IEndpointParameterMetadataProvider
{
    public EmailStatus? Status { get; private init; }

    public string? AgentId { get; private init; }

    public string? ChannelId { get; private init; }

    public EmailAddress? Recipient { get; private init; }

    public string? Tag { get; private init; }

    public DateTimeOffset? Since { get; private init; }

    public DateTimeOffset? Until { get; private init; }

    public ApiProblem? Problem { get; private init; }

    public static ValueTask<EmailQuery> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Query));

    public static EmailQuery From(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        var read = new EmailQuery
        {
            Status = reader.Word<EmailStatus>("status"),
            AgentId = reader.Id("agentId"),
            ChannelId = reader.Id("channelId"),
            Recipient = reader.Address("recipient"),
            Tag = reader.Line("tag", EmailLimits.MaxTagLength),
            Since = reader.Time("since"),
            Until = reader.Time("until"),
        };
        return reader.Errors.IsEmpty ? read : new() { Problem = ApiProblem.Invalid(reader.Errors.Items) };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        Add("status", "Only emails that stand so.", new(Words: WireEnum<EmailStatus>.All));
        Add("agentId", "Only emails written by this agent.", ParameterShape.Text);
        Add("channelId", "Only emails sent through this channel.", ParameterShape.Text);
        Add("recipient", "Only emails to this address.", ParameterShape.Text);
        Add("tag", "Only emails with this tag.", new(MaxLength: EmailLimits.MaxTagLength));
        Add("since", "Accepted at or after this time.", ParameterShape.Time);
        Add("until", "Accepted before this time.", ParameterShape.Time);

        void Add(string name, string description, ParameterShape shape) =>
            builder.Metadata.Add(new DocumentedParameter(name, ParameterPlace.Query, description, shape));
    }
}
