using System.Collections.Frozen;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>Says what is wrong with the text at which parsing stopped.</summary>
internal static class UnreadTag
{
    public static string Explain(ReadOnlySpan<char> rest, FrozenSet<string> tags)
    {
        if (!rest.StartsWith("{%"))
            return "This {{ … }} cannot be read; name a variable in it.";
        var name = NameOf(rest).ToString();
        if (name.StartsWith("end", StringComparison.Ordinal) || name is "else" or "elsif" or "when")
            return $"'{name}' has no beginning; remove it, or add the tag it belongs to.";
        return tags.Contains(name)
            ? $"This '{name}' tag cannot be read; check it."
            : $"There is no tag '{name}'; use {string.Join(", ", tags.Order(StringComparer.Ordinal))}.";
    }

    /// <summary>Whether a block may end here: at its end tag, or at a tag that only its parts have.</summary>
    public static bool IsPartOfBlock(ReadOnlySpan<char> rest) =>
        rest.IsEmpty || (rest.StartsWith("{%") && NameOf(rest) is var name && (name.StartsWith("end") || name is "else" or "elsif" or "when"));

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> rest)
    {
        const int Shown = 30;
        var name = rest[2..].TrimStart("- \t\r\n");
        var length = name.IndexOfAnyExceptInRange('a', 'z');
        return name[..Math.Min(Shown, length < 0 ? name.Length : length)];
    }
}
