using System.Reflection;
using System.Text.RegularExpressions;
using AgentMail.Api.Auth;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Events;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Events;

/// <summary>Which events a list shows.</summary>
internal sealed partial class EventQuery : IBoundInput, IEndpointParameterMetadataProvider
{
    /// <summary>One type, or all of a kind such as <c>email.*</c>; null = any.</summary>
    public string? Type { get; private init; }

    public string? EmailId { get; private init; }

    public string? AgentId { get; private init; }

    public string? ChannelId { get; private init; }

    public ApiProblem? Problem { get; private init; }

    public static ValueTask<EventQuery> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Query));

    public static EventQuery From(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        var type = reader.Line("type", 64);
        if (type is not null && !TypePattern().IsMatch(type))
            reader.Errors.Add("/type", FieldCodes.InvalidFormat, "The query parameter type is a type such as email.sent, or email.* for all of a kind.");
        var read = new EventQuery { Type = type, EmailId = reader.Id("emailId"), AgentId = reader.Id("agentId"), ChannelId = reader.Id("channelId") };
        return reader.Errors.IsEmpty ? read : new() { Problem = ApiProblem.Invalid(reader.Errors.Items) };
    }

    /// <summary>What this asks for, of what the caller may see.</summary>
    public EventFilter Of(Caller caller, AgentScope scope) => new(caller.TenantId)
    {
        Type = Type,
        EmailId = EmailId,
        AgentId = AgentId,
        ChannelId = ChannelId,
        SeenBy = scope.AgentId,
        OwnChannels = scope.Channels,
    };

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        Add("type", "Only events of this type, such as email.sent, or of a kind, such as email.*");
        Add("emailId", "Only events of this email.");
        Add("agentId", "Only events that concern this agent.");
        Add("channelId", "Only events that concern this channel.");

        void Add(string name, string description) =>
            builder.Metadata.Add(new DocumentedParameter(name, ParameterPlace.Query, description, ParameterShape.Text));
    }

    [GeneratedRegex(@"^[a-z]+\.([a-z]+|\*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex TypePattern();
}
