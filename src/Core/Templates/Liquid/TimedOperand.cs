using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>A variable that looks at the clock first: conditions compare long texts without anyone counting.</summary>
internal sealed class TimedOperand(Expression variable) : Expression
{
    public static Expression Of(Expression operand) => operand is MemberExpression variable && !IsContinue(variable) ? new TimedOperand(variable) : operand;

    public override ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        LiquidRun.Of(context).CheckTime();
        return variable.EvaluateAsync(context);
    }

    // "offset: continue" is a keyword that Fluid knows by the shape of a variable.
    private static bool IsContinue(MemberExpression variable) => variable.Segments is [IdentifierSegment { Identifier: "continue" }];
}
