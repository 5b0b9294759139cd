using AgentMail.Api.Auth;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Servers;
using AgentMail.Core.Tenants;
using AgentMail.Core.TestEmails;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.TestEmails;

/// <summary>"Send me a test email" (R5): a worker sends a real one and says how each stage went.</summary>
internal static class TestEmailsApi
{
    public static void MapTestEmails(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("").Answers(ProblemCode.NotFound, ProblemCode.EmailPasswordMissing, ProblemCode.RateLimited);
        group.MapPost("/agents/{id}/test-email", TestAgent).WithTags(RouteTags.Profile).WithPathExample("id", "ann").WithExample(TestEmailExamples.Agent)
            .RequireOwnAgent().RequireRoles(Role.Admin, Role.Agent).Answers(ProblemCode.IdentityDisabled);
        group.MapPost("/channels/{id}/test-email", TestChannel).WithTags(RouteTags.Channels).WithPathExample("id", "support").WithExample(TestEmailExamples.Channel)
            .RequireRoles(Role.Admin);
        group.MapPost("/servers/{id}/test-email", TestServer).WithTags(RouteTags.Servers).WithPathExample("id", OutboundServer.SandboxId).WithExample(TestEmailExamples.Server)
            .RequireRoles(Role.Admin);
    }

    /// <summary>Sends an agent a test email, with address and password as typed. An admin may test an agent who is disabled.</summary>
    private static Task<Results<Ok<TestEmailView>, ApiProblem>> TestAgent(
        string id, OptionalJsonBody<AgentTestRequest> body, Caller caller, TestEmailRunning tests, CancellationToken ct)
    {
        var errors = new ValidationErrors();
        var typed = new TypedValues
        {
            Address = errors.OptionalAddress("/address", Filled(body.Value.Address)),
            UserId = errors.OptionalAddress("/userId", Filled(body.Value.UserId)),
            Password = Filled(body.Value.Password),
        };
        errors.Secret("/password", Optional<string>.Of(typed.Password));
        return tests.RunAsync(TestSubjectKind.Agent, id, typed, errors, caller, ct);
    }

    /// <summary>Sends a test email as a channel.</summary>
    private static Task<Results<Ok<TestEmailView>, ApiProblem>> TestChannel(
        string id, OptionalJsonBody<ChannelTestRequest> body, Caller caller, TestEmailRunning tests, CancellationToken ct)
    {
        var errors = new ValidationErrors();
        var typed = new TypedValues { To = errors.OptionalAddress("/to", Filled(body.Value.To)) };
        return tests.RunAsync(TestSubjectKind.Channel, id, typed, errors, caller, ct);
    }

    /// <summary>Sends a test email through a server's shared account, from the server's own address.</summary>
    private static Task<Results<Ok<TestEmailView>, ApiProblem>> TestServer(
        string id, JsonBody<ServerTestRequest> body, Caller caller, TestEmailRunning tests, CancellationToken ct)
    {
        var errors = new ValidationErrors();
        var typed = new TypedValues { To = errors.Address("/to", body.Value.To) };
        return tests.RunAsync(TestSubjectKind.Server, id, typed, errors, caller, ct);
    }

    // A form sends what its boxes hold: an empty one is one that nobody typed into.
    private static string? Filled(string? typed) => string.IsNullOrEmpty(typed) ? null : typed;
}
