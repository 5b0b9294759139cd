namespace AgentMail.TestKit.Installation;

/// <summary>Which build of AgentMail's programs.</summary>
public enum Release
{
    /// <summary>The one under test.</summary>
    Present,

    /// <summary>The one that <c>eng/previous-release</c> names, with the schema of its time.</summary>
    Previous,
}
