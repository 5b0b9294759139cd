using System.Text.RegularExpressions;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Json;

/// <summary>Translates the serializer's path, such as <c>$.to[0]['x-y']</c>, to a JSON Pointer.</summary>
internal static partial class JsonPathPointer
{
    public static JsonPointer Translate(string? path)
    {
        var pointer = JsonPointer.Root;
        foreach (Match step in Steps().Matches(path ?? ""))
            pointer = step.Groups["index"].Success
                ? pointer / int.Parse(step.Groups["index"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
                : pointer / (step.Groups["name"].Success ? step.Groups["name"].Value : step.Groups["quoted"].Value);
        return pointer;
    }

    [GeneratedRegex(@"\[(?<index>\d{1,9})\]|\['(?<quoted>.*?)'\](?=[.\[]|\z)|\.(?<name>[^.\[]+)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Steps();
}
