using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace AgentMail.Tests.Docs;

/// <summary>One setting, as its options class declares it.</summary>
/// <param name="Key">Such as <c>AgentMail:Retry:Factor</c>; <c>&lt;n&gt;</c> stands for a number from 0 on.</param>
/// <param name="Property">Its place in the options class.</param>
/// <param name="Default">What holds where it is not given; empty when nothing does.</param>
internal sealed record Setting(string Key, PropertyInfo Property, string Default)
{
    /// <summary>As an environment variable.</summary>
    public string Variable => Key.Replace(":", "__", StringComparison.Ordinal);

    public string Type => Word(Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType);

    /// <summary>What the start checks; empty when it takes anything of the type.</summary>
    public string Range => string.Join(", ", Property.GetCustomAttributes<ValidationAttribute>().Select(Describe).Where(text => text.Length > 0));

    /// <summary>The settings of an options class, in the order of its members.</summary>
    public static IEnumerable<Setting> Of(Type options, string section) => Of(options, section, Activator.CreateInstance(options)!);

    private static IEnumerable<Setting> Of(Type options, string section, object defaults)
    {
        foreach (var property in options.GetProperties())
        {
            var key = $"{section}:{property.Name}";
            if (typeof(IEnumerable).IsAssignableFrom(property.PropertyType) && property.PropertyType.IsGenericType)
            {
                var item = property.PropertyType.GetGenericArguments()[0];
                foreach (var nested in Of(item, key + ":<n>", Activator.CreateInstance(item)!))
                    yield return nested with { Default = "" };
            }
            else if (property.SetMethod is { IsPublic: true })
            {
                yield return new(key, property, Show(property.GetValue(defaults)));
            }
        }
    }

    private static string Show(object? value) => value switch
    {
        null => "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Word(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "time span",
        _ when type == typeof(int) || type == typeof(long) => "whole number",
        _ when type == typeof(double) => "number",
        _ => throw new NotSupportedException($"No word yet for settings of type {type}."),
    };

    private static string Describe(ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => $"{Show(range.Minimum)} to {Show(range.Maximum)}",
        MinLengthAttribute least => $"at least {least.Length} characters",
        RegularExpressionAttribute shape => $"`{shape.Pattern}`",
        RequiredAttribute => "not empty",
        _ => throw new NotSupportedException($"No words yet for {rule.GetType().Name}."),
    };
}
