using System.Reflection;
using AgentMail.Core.Hosting;
using AgentMail.Worker.Hosting;

namespace AgentMail.Tests.Docs;

/// <summary>Every setting there is: the options classes are found by their constant <c>Section</c>, so none can be forgotten.</summary>
internal static class SettingsCatalogue
{
    private static readonly Assembly[] Assemblies = [typeof(AgentMailOptions).Assembly, typeof(WorkerModule).Assembly, Assembly.Load("AgentMail.Api")];

    /// <summary>Options classes with their sections.</summary>
    public static IReadOnlyList<(Type Options, string Section)> Sections { get; } =
    [
        .. from assembly in Assemblies
           from type in assembly.GetTypes()
           let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
           where section is { IsLiteral: true }
           let name = (string)section.GetRawConstantValue()!
           orderby name
           select (type, name),
    ];

    /// <summary>Names of the connection strings.</summary>
    public static IReadOnlyList<string> ConnectionStrings { get; } =
        [.. typeof(RunMode).GetConstructors().Single(c => c.GetParameters().Length > 1).GetParameters().Select(p => p.Name!)];

    /// <summary>Environment variables of all settings, connection strings included; <c>&lt;n&gt;</c> stands for a number.</summary>
    public static IReadOnlySet<string> Variables { get; } = Sections
        .SelectMany(s => Setting.Of(s.Options, s.Section)).Select(s => s.Variable)
        .Concat(ConnectionStrings.Select(name => "ConnectionStrings__" + name))
        .ToHashSet(StringComparer.Ordinal);
}
