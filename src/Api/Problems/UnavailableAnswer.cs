using AgentMail.Core.Storage;

namespace AgentMail.Api.Problems;

/// <summary>What a caller is told while the database takes nothing. A commit may have succeeded although its answer was lost, so it never says that nothing happened.</summary>
internal static class UnavailableAnswer
{
    private static readonly TimeSpan TimeToMakeRoom = TimeSpan.FromSeconds(30);

    /// <summary>The answer to this request.</summary>
    public static ApiProblem To(HttpRequest request, DatabaseFault fault) =>
        Of(request.Method, request.Path.Value ?? "/", request.Headers.ContainsKey("Idempotency-Key"), fault);

    /// <summary>The answer to a request of this kind.</summary>
    public static ApiProblem Of(string method, string path, bool hasKey, DatabaseFault fault)
    {
        var detail = $"{What(fault)} {Advice(method, path, hasKey)}";
        return fault == DatabaseFault.Full
            ? new(ProblemCode.Unavailable, detail) { RetryAfter = TimeToMakeRoom }
            : new(ProblemCode.Unavailable, detail);
    }

    private static string What(DatabaseFault fault) => fault switch
    {
        DatabaseFault.Full => "The database has no room left; the operator of this installation has to make some.",
        DatabaseFault.Locked => "The database was locked by another program for too long.",
        _ => "The database does not answer at the moment.",
    };

    private static string Advice(string method, string path, bool hasKey)
    {
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            return "Try again in a while.";
        if (HttpMethods.IsPut(method) || HttpMethods.IsDelete(method))
            return "It is not known whether this request took effect; repeating it does no harm.";
        return (IsSend(path), hasKey) switch
        {
            (true, true) => "It is not known whether this request was accepted: repeat it with the same Idempotency-Key, and it is accepted once, whatever became of this try.",
            (true, false) => "It is not known whether this request was accepted: look at GET /v1/emails before you repeat it. With an Idempotency-Key a repeat is safe without looking.",
            _ => "It is not known whether this request took effect: read what it is about before you repeat it.",
        };
    }

    private static bool IsSend(string path) => path.TrimEnd('/').ToUpperInvariant() is "/V1/EMAILS" or "/V1/EMAILS/BATCH";
}
