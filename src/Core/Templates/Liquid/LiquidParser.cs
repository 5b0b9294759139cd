using System.Collections.Frozen;
using Fluid;
using Fluid.Parser;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>
/// Liquid without tags that read files or define functions. Every expression and every block passes a guard, where what the engine
/// leaves unbounded is replaced: Fluid's stack, its ranges, its captures and its outputs.
/// </summary>
internal sealed class LiquidParser : FluidParser
{
    public static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal, "assign", "break", "capture", "case", "comment", "continue", "echo", "for", "if", "raw", "unless");

    private static readonly LiquidParser Instance = new();

    private LiquidParser()
    {
        foreach (var tag in RegisteredTags.Keys.Where(tag => !Known.Contains(tag)).ToList())
            RegisteredTags.Remove(tag);
        foreach (var (tag, parser) in RegisteredTags.ToList())
            RegisteredTags[tag] = new TagGuard(parser);
        Primary.Parser = new OperandGuard(Primary.Parser!);
        FilterExpression.Parser = new ExpressionGuard(FilterExpression.Parser!);
        AnyTagsList.Parser = new BlockGuard(AnyTagsList.Parser!);
        // Fluid's own list of the outermost level ends silently at what it cannot read.
        KnownTagsList.Parser = AnyTagsList.Parser;
    }

    /// <summary>The template, or null and what is wrong where.</summary>
    public static IFluidTemplate? Parse(string source, out string? problem)
    {
        var context = new LiquidParseContext(source);
        try
        {
            if (!Instance.Grammar.TryParse(context, out var statements, out var error))
                problem = error is null ? context.Say("It cannot be read.") : LiquidParseContext.Say(error.Message + ".", error.Position);
            else if (!context.Scanner.Cursor.Eof)
                problem = context.Say(UnreadTag.Explain(context.Rest(), Known));
            else
            {
                problem = null;
                return new FluidTemplate(statements ?? []);
            }
        }
        catch (LiquidBoundException bound)
        {
            problem = context.Say(bound.Message);
        }
        catch (FluidException error)
        {
            problem = context.Say(error.Message);
        }
        return null;
    }
}
