namespace AgentMail.Core.Templates;

/// <summary>The bounds of templates. Far above what letters need, far below what hurts.</summary>
public static class LiquidBounds
{
    /// <summary>How long one rendering may take.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    /// <summary>Turns of loops, outputs and filters in one rendering.</summary>
    public const int MaxSteps = 100_000;

    /// <summary>Characters written in one rendering.</summary>
    public const int MaxOutput = 1_048_576;

    /// <summary>Characters of one value on the way: what a filter returns, what a capture holds.</summary>
    public const int MaxValue = 524_288;

    /// <summary>Characters of all values on the way together: each may be kept in a variable of its own until the end.</summary>
    public const int MaxMade = 16_777_216;

    /// <summary>The largest and, negative, the smallest number in a range such as <c>(1..10)</c>.</summary>
    public const int MaxRangeEnd = 10_000;

    /// <summary>Blocks and brackets inside each other.</summary>
    public const int MaxDepth = 50;

    /// <summary>Characters of one expression, filters included: a chain of filters is evaluated from the inside out, on the stack.</summary>
    public const int MaxExpression = 2_000;

    /// <summary>Operands of the conditions of one tag, for the same reason.</summary>
    public const int MaxOperands = 500;

    /// <summary>Expressions and blocks looked at while parsing.</summary>
    public const int MaxParts = 500_000;

    /// <summary>Bytes of a request's variables as JSON.</summary>
    public const int MaxVariablesBytes = 262_144;

    /// <summary>Objects and arrays inside each other in a request's variables.</summary>
    public const int MaxVariablesDepth = 16;
}
