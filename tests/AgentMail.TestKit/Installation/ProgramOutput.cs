namespace AgentMail.TestKit.Installation;

/// <summary>Where the build put a program of AgentMail: in its project's own output, since beside the tests lies only what the tests need of it.</summary>
internal static class ProgramOutput
{
    public static string PathOf(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (output.Name, output.Parent!.Name);
        var root = output.Parent.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", project, "bin", configuration, framework, $"AgentMail.{project}.dll");
    }
}
