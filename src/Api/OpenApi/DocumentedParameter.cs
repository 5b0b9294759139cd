namespace AgentMail.Api.OpenApi;

/// <summary>A query parameter or header that a bound input reads by itself, told to the OpenAPI document.</summary>
/// <param name="Name">As it appears in the request.</param>
/// <param name="In">Query or header.</param>
/// <param name="Description">What it does.</param>
/// <param name="Shape">What it looks like.</param>
internal sealed record DocumentedParameter(string Name, ParameterPlace In, string Description, ParameterShape Shape);

internal enum ParameterPlace
{
    Query,
    Header,
}

/// <summary>The part of a JSON schema that parameters need.</summary>
internal sealed record ParameterShape(bool IsWholeNumber = false, string? Format = null, IReadOnlyCollection<string>? Words = null, int? Min = null, int? Max = null, int? MaxLength = null)
{
    public static readonly ParameterShape Text = new();
    public static readonly ParameterShape Time = new(Format: "date-time");
}
