namespace AgentMail.TestKit.Installation;

/// <summary>Where the build put a program of AgentMail: in its project's own output, since beside the tests lies only what the tests need of it.</summary>
public static class ProgramOutput
{
    /// <summary>Whether <c>eng/previous-release.sh</c> could build the release before this one.</summary>
    public static bool HasPrevious => File.Exists(Path.Combine(PreviousRoot, "built"));

    private static string PreviousRoot => Path.Combine(Layout.Root, "artifacts", "previous-release");

    private static (string Root, string Configuration, string Framework) Layout
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return (output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, output.Parent.Name, output.Name);
        }
    }

    internal static string PathOf(string project, Release release = Release.Present) => release == Release.Previous
        ? PathOf(PreviousRoot, project, "Release")
        : PathOf(Layout.Root, project, Layout.Configuration);

    private static string PathOf(string root, string project, string configuration) =>
        Path.Combine(root, "src", project, "bin", configuration, Layout.Framework, $"AgentMail.{project}.dll");
}
