using AgentMail.Contracts.Replies;

namespace AgentMail.Api.TestEmails;

/// <summary>What an agent has typed; whatever is left out, or null, is taken from the stored profile.</summary>
internal sealed class AgentTestRequest
{
    /// <summary>The workplace email: the test is sent from it, and to it.</summary>
    public string? Address { get; init; }

    /// <summary>Login at the custom server.</summary>
    public string? UserId { get; init; }

    /// <summary>Its password. Used for this test and kept nowhere.</summary>
    public string? Password { get; init; }
}

/// <summary>Who gets the test of a channel.</summary>
internal sealed class ChannelTestRequest
{
    /// <summary>An address; left out = the channel's own.</summary>
    public string? To { get; init; }
}

/// <summary>Who gets the test of a server.</summary>
internal sealed class ServerTestRequest
{
    /// <summary>An address.</summary>
    public required string To { get; init; }
}

/// <summary>How a test email went.</summary>
/// <param name="Ok">Whether the server took the message: then sending works.</param>
/// <param name="Stages">What was done, in order. The list ends with the stage that failed.</param>
/// <param name="Field">The setting to blame: <c>host</c>, <c>port</c>, <c>security</c>, <c>caCertificate</c>, <c>authentication</c>, <c>userId</c>, <c>password</c>, <c>address</c>, <c>fromAddress</c> or <c>to</c>; null where none is.</param>
/// <param name="Hint">What to do about it; null when the test passed.</param>
/// <param name="MessageId">The message's <c>Message-ID</c> once it went out; null before, and from a sandbox.</param>
internal sealed record TestEmailView(bool Ok, IReadOnlyList<TestStageView> Stages, string? Field, string? Hint, string? MessageId)
{
    public static TestEmailView Of(TestEmailResult result) => new(
        result.Outcome == TestEmailOutcome.Passed, [.. result.Stages.Select(s => new TestStageView(s.Stage, s.Ok, s.DurationMs, s.Detail))],
        result.Field, result.Hint, result.MessageId);
}

/// <summary>One stage of a test.</summary>
/// <param name="Stage"><c>resolve</c>, <c>connect</c>, <c>tls</c>, <c>authenticate</c>, <c>mailFrom</c>, <c>rcptTo</c> or <c>data</c>. What does not apply is left out.</param>
/// <param name="Ok">Whether the next one could begin.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Detail">What was found, or the server's words.</param>
internal sealed record TestStageView(string Stage, bool Ok, long DurationMs, string Detail);

internal static class TestEmailExamples
{
    public const string Agent = """{ "address": "ann@acme.example" }""";
    public const string Channel = """{ "to": "ann@acme.example" }""";
    public const string Server = """{ "to": "ann@acme.example" }""";
}
