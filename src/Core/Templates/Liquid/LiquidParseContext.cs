using Fluid.Parser;
using Parlot;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>What one parsing has come to so far: parsers recurse and go back, so both are counted.</summary>
internal sealed class LiquidParseContext(string source) : FluidParseContext(source)
{
    private int _depth;
    private int _parts;

    /// <summary>Operands met since the tag or output began.</summary>
    public int Operands { get; set; }

    /// <summary>Goes one level down; <see cref="Leave"/> comes back.</summary>
    public void Enter()
    {
        if (++_depth > LiquidBounds.MaxDepth)
            throw new LiquidBoundException($"Blocks and brackets are nested more than {LiquidBounds.MaxDepth} deep; flatten the template.");
        if (++_parts > LiquidBounds.MaxParts)
            throw new LiquidBoundException("The template is too complicated; remove brackets, or split it.");
    }

    public void Leave() => _depth--;

    /// <summary>What has not been read yet.</summary>
    public ReadOnlySpan<char> Rest() => Scanner.Buffer.AsSpan(Scanner.Cursor.Offset);

    /// <summary>A problem at the place where parsing stands.</summary>
    public string Say(string problem) => Say(problem, Scanner.Cursor.Position);

    public static string Say(string problem, TextPosition at) => $"Line {at.Line}, column {at.Column}: {problem}";
}
