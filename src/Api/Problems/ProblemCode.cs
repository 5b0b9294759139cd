namespace AgentMail.Api.Problems;

/// <summary>What can be wrong with a request: the <c>code</c> that programs rely on, its status and its title. The only table of them.</summary>
/// <param name="Code">Part of the public contract: add, never rename.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">The same for every occurrence (RFC 9457 §3.1.3).</param>
internal sealed record ProblemCode(string Code, int Status, string Title)
{
    public static readonly ProblemCode Malformed = new("malformed", 400, "The request cannot be read");
    public static readonly ProblemCode Unauthenticated = new("unauthenticated", 401, "An API key is needed");
    public static readonly ProblemCode Forbidden = new("forbidden", 403, "This key may not do this");
    public static readonly ProblemCode NotFound = new("not-found", 404, "There is no such thing here");
    public static readonly ProblemCode MethodNotAllowed = new("method-not-allowed", 405, "This method is not offered here");
    public static readonly ProblemCode Conflict = new("conflict", 409, "Something stands against this change");
    public static readonly ProblemCode EmailPasswordMissing = new("email-password-missing", 409, "The email password is missing");
    public static readonly ProblemCode IdentityDisabled = new("identity-disabled", 409, "The sender is disabled");
    public static readonly ProblemCode IdempotencyInProgress = new("idempotency-in-progress", 409, "The first request with this key is still under way");
    public static readonly ProblemCode NotCancellable = new("not-cancellable", 409, "The email can no longer be cancelled");
    public static readonly ProblemCode NotUncertain = new("not-uncertain", 409, "The email is not uncertain");
    public static readonly ProblemCode PreconditionFailed = new("precondition-failed", 412, "The resource has changed meanwhile");
    public static readonly ProblemCode PayloadTooLarge = new("payload-too-large", 413, "The request is too large");
    public static readonly ProblemCode UnsupportedMediaType = new("malformed", 415, "The request has another media type than JSON");
    public static readonly ProblemCode Validation = new("validation", 422, "The request is not valid");
    public static readonly ProblemCode FromMismatch = new("from-mismatch", 422, "This From address is not open to the sender");
    public static readonly ProblemCode IdentityNotFound = new("identity-not-found", 422, "There is no such sender");
    public static readonly ProblemCode IdempotencyKeyReused = new("idempotency-key-reused", 422, "The idempotency key belongs to another request");
    public static readonly ProblemCode RateLimited = new("rate-limited", 429, "Too many requests of this kind at a time");
    public static readonly ProblemCode Internal = new("internal", 500, "AgentMail failed to handle the request");
    public static readonly ProblemCode Unavailable = new("unavailable", 503, "AgentMail cannot take this right now");

    /// <summary>Identifies the kind of problem (RFC 9457 §3.1.1). A name rather than an address: there is no page behind it to go stale.</summary>
    public string Type => "urn:agentmail:problem:" + Code;
}
