using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AgentMail.Tests.Docs;

/// <summary>Doc comments, read from the files that the compiler writes beside each assembly, as Markdown.</summary>
internal static partial class XmlDocs
{
    public static string Summary(Type type) => Text(Member(type, $"T:{NameOf(type)}").Element("summary"));

    public static string Remarks(Type type) => Text(Member(type, $"T:{NameOf(type)}").Element("remarks"));

    public static string Parameter(Type type, string name) =>
        Text(Member(type, $"T:{NameOf(type)}").Elements("param").Single(p => (string)p.Attribute("name")! == name));

    public static string Summary(PropertyInfo property) =>
        Text(Member(property.DeclaringType!, $"P:{NameOf(property.DeclaringType!)}.{property.Name}").Element("summary"));

    private static XElement Member(Type type, string id) => XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"))
        .Descendants("member").SingleOrDefault(m => (string)m.Attribute("name")! == id)
        ?? throw new InvalidOperationException($"{id} has no doc comment.");

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Text(XElement? element) => element is null ? "" : Space().Replace(string.Concat(element.Nodes().Select(Markdown)), " ").Trim();

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{((string)see.Attribute("cref")!).Split('.')[^1]}`",
        _ => throw new NotSupportedException($"No Markdown yet for {node}."),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
