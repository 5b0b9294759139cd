using AgentMail.Core.Events;

namespace AgentMail.Core.Webhooks;

/// <summary>Which events a webhook asks for: exact types, all of a kind, or all.</summary>
public static class WebhookTypes
{
    /// <summary>Most entries of one webhook.</summary>
    public const int Most = 20;

    /// <summary>Every type.</summary>
    public const string Any = "*";

    /// <summary>The type of a test, which every webhook gets that asks for one.</summary>
    public const string Test = "webhook.test";

    private const string AnyOfKind = ".*";

    private static readonly HashSet<string> Names =
        [Any, .. EventTypes.All.Select(KindOf).Distinct().Select(kind => kind + AnyOfKind), .. EventTypes.All];

    /// <summary>All that may be asked for, the widest first.</summary>
    public static IReadOnlyCollection<string> All => Names;

    /// <summary>Whether this may be asked for.</summary>
    public static bool IsKnown(string name) => Names.Contains(name);

    /// <summary>Whether somebody who asked for these is told of an event of this type.</summary>
    public static bool Match(IEnumerable<string> asked, string type) => asked.Any(name =>
        name == type || name == Any || (name.EndsWith(AnyOfKind, StringComparison.Ordinal) && type.AsSpan().StartsWith(name.AsSpan(0, name.Length - 1), StringComparison.Ordinal)));

    private static string KindOf(string type) => type[..type.IndexOf('.', StringComparison.Ordinal)];
}
