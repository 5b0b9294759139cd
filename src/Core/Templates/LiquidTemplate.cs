using System.Diagnostics.CodeAnalysis;
using AgentMail.Core.Templates.Liquid;
using AgentMail.Core.Validation;
using Fluid;

namespace AgentMail.Core.Templates;

/// <summary>
/// A text with variables in Liquid, parsed. The engine for templates and for signatures: bounded in time, memory and output whatever
/// the text says, without files, and without a way to print a value unescaped.
/// </summary>
public sealed class LiquidTemplate
{
    private readonly IFluidTemplate _parsed;

    private LiquidTemplate(IFluidTemplate parsed) => _parsed = parsed;

    /// <summary>Parses; <paramref name="problem"/> begins with line and column, for whoever wrote the text.</summary>
    public static bool TryParse(string source, [NotNullWhen(true)] out LiquidTemplate? parsed, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(source);
        var template = LiquidParser.Parse(source, out problem);
        parsed = template is null ? null : new(template);
        return parsed is not null;
    }

    /// <summary>Fills in the values. Takes at most <see cref="LiquidBounds.Time"/>, measured by <paramref name="clock"/>.</summary>
    public LiquidResult Render(LiquidForm form, LiquidValues values, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(clock);
        try
        {
            return new(LiquidRun.Render(_parsed, form, values, clock), null);
        }
        catch (LiquidBoundException bound)
        {
            return new(null, new(FieldCodes.NotAllowed, bound.Message));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Filters throw whatever their arguments lead to: a division by zero, a number too large, a text where a number is due.
            return new(null, new(FieldCodes.InvalidFormat, $"It cannot be rendered with these values: {TextRules.Shorten(error.Message)} Check the filters and their arguments."));
        }
    }
}

/// <summary>What is being written, which decides how values are escaped.</summary>
public enum LiquidForm
{
    /// <summary>Html: values are escaped, <c>{{ signature }}</c> leaves its mark once.</summary>
    Html,

    /// <summary>Plain text of many lines: values as they are.</summary>
    Text,

    /// <summary>One line, a subject: values as they are, line breaks become spaces.</summary>
    Line,
}

/// <summary>What rendering came to: the text, or why there is none.</summary>
/// <param name="Text">What was written; null with a problem.</param>
/// <param name="Problem">What is wrong and what to do.</param>
public sealed record LiquidResult(string? Text, FieldProblem? Problem);
