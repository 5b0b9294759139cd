using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>A range such as <c>(1..10)</c>: the engine makes an array of it at once, whatever its ends.</summary>
internal static class BoundedRange
{
    /// <summary>The expression, its ends checked when they are known if it is a range.</summary>
    public static Expression Of(Expression expression) =>
        expression is RangeExpression { From: not CheckedEnd } range ? new RangeExpression(new CheckedEnd(range.From), new CheckedEnd(range.To)) : expression;

    private sealed class CheckedEnd(Expression inner) : Expression
    {
        public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
        {
            var run = LiquidRun.Of(context);
            run.Step();
            var end = await inner.EvaluateAsync(context);
            var number = end.ToNumberValue();
            if (number is < -LiquidBounds.MaxRangeEnd or > LiquidBounds.MaxRangeEnd)
                throw new LiquidBoundException($"A range begins and ends between -{LiquidBounds.MaxRangeEnd} and {LiquidBounds.MaxRangeEnd}; use smaller numbers.");
            // Two ends together are at least as far apart.
            run.Made(ValueSize.Entry * (long)Math.Abs(number));
            return end;
        }
    }
}
