using System.Reflection;
using AgentMail.Api.Auth;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Configuration;
using AgentMail.Core.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace AgentMail.Api.Changes;

/// <summary>The change that a request asks for: hands the command to a worker and turns the reply into an answer.</summary>
internal sealed class Change : IBoundInput, IEndpointParameterMetadataProvider
{
    private readonly HttpContext _context;
    private readonly ChangeConditions _conditions;

    private Change(HttpContext context, ChangeConditions conditions)
    {
        _context = context;
        _conditions = conditions;
    }

    public ApiProblem? Problem => _conditions.Problem;

    /// <summary>The version the caller saw.</summary>
    public long? ExpectedVersion => _conditions.ExpectedVersion;

    public static ValueTask<Change> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new Change(context, ChangeConditions.From(context.Request.Headers)));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => ChangeConditions.PopulateMetadata(parameter, builder);

    /// <summary>Creates or replaces, and answers the resource as <paramref name="read"/> finds it afterwards.</summary>
    /// <param name="command">The change.</param>
    /// <param name="read">Reads the resource.</param>
    /// <param name="resource">Path of what changes, where that is not the path that was called.</param>
    public async Task<Results<Saved<T>, Pending, ApiProblem>> SaveAsync<T>(
        ConfigurationCommand command, Func<CancellationToken, Task<T?>> read, string? resource = null) where T : class, IVersioned
    {
        if (_conditions.MustExist && await read(_context.RequestAborted) is null)
            return Missing();
        var result = await SendAsync(command, resource);
        if (_conditions.RespondAsync || result.Reply is not { } reply)
            return new Pending(result.OperationId);
        if (ChangeRefusal.Of(reply) is { } problem)
            return problem;
        // Gone again already: somebody removed it between the worker's reply and this read.
        return await read(_context.RequestAborted) is { } view ? new Saved<T>(view, reply.Created) : ApiProblem.NotFound("such resource any more");
    }

    /// <summary>Removes.</summary>
    public async Task<Results<NoContent, Pending, ApiProblem>> RemoveAsync(ConfigurationCommand command)
    {
        var result = await SendAsync(command);
        if (_conditions.RespondAsync || result.Reply is not { } reply)
            return new Pending(result.OperationId);
        if (ChangeRefusal.Of(reply) is not { } problem)
            return TypedResults.NoContent();
        return _conditions.MustExist && reply.Outcome == ConfigurationOutcome.NotFound ? Missing() : problem;
    }

    private Task<ChangeResult> SendAsync(ConfigurationCommand command, string? resource = null)
    {
        var services = _context.RequestServices;
        var caller = _context.Features.GetRequiredFeature<Caller>();
        if (_conditions.RespondAsync)
            _context.Response.Headers["Preference-Applied"] = ChangeConditions.RespondAsyncToken;
        var wait = _conditions.RespondAsync ? TimeSpan.Zero : services.GetRequiredService<IOptions<AgentMailOptions>>().Value.ConfigurationTimeout;
        var request = new ChangeRequest(caller.TenantId, caller.KeyId, resource ?? _context.Request.Path.Value!, command);
        return services.GetRequiredService<IConfigurationGateway>().ChangeAsync(request, wait, _context.RequestAborted);
    }

    private static ApiProblem Missing() => new(ProblemCode.PreconditionFailed, "If-Match: * asks for an existing resource, and there is none; leave the header out to create it.");
}
