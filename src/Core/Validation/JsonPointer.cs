using System.Globalization;

namespace AgentMail.Core.Validation;

/// <summary>Where in a JSON document a value is (RFC 6901): <c>JsonPointer.Root / "to" / 0 / "address"</c> is <c>/to/0/address</c>.</summary>
public readonly record struct JsonPointer
{
    private readonly string? _text;

    private JsonPointer(string text) => _text = text;

    /// <summary>The whole document.</summary>
    public static JsonPointer Root => default;

    /// <summary>Takes a pointer written out, already escaped.</summary>
    public static implicit operator JsonPointer(string text) => new(text);

    /// <summary>A member of an object; <c>~</c> and <c>/</c> in its name are escaped (§3).</summary>
    public static JsonPointer operator /(JsonPointer parent, string member) =>
        new(parent + "/" + member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

    /// <summary>An item of an array.</summary>
    public static JsonPointer operator /(JsonPointer parent, int index) =>
        new(parent + "/" + index.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
