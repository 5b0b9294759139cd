using System.Text.Json.Serialization;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Problems;

/// <summary>What went wrong and what to do about it (RFC 9457).</summary>
/// <param name="Type">Identifies the kind of problem.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What is wrong with this request and what to do.</param>
/// <param name="Instance">Path of the request.</param>
/// <param name="Code">The kind, for programs.</param>
/// <param name="TraceId">Finds the request in logs and traces.</param>
/// <param name="Errors">Members at fault.</param>
internal sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, string Instance, string Code, string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ValidationError>? Errors);
