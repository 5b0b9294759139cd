using AgentMail.Core.Emails;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>
/// What an output prints. Fluid lets a value say itself that it needs no escaping, and prints lists without; here everything but
/// markup of our own making is text.
/// </summary>
internal sealed class PrintedExpression(Expression inner) : Expression
{
    public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        var run = LiquidRun.Of(context);
        run.Step();
        var value = await inner.EvaluateAsync(context);
        return value switch
        {
            MarkupValue or NumberValue or BooleanValue => value,
            SignatureValue => new MarkupValue(run.Form == LiquidForm.Html ? SignaturePlacement.Mark : ""),
            _ => new MarkupValue(run.Form == LiquidForm.Html ? Markup.Escape(value.ToStringValue()) : value.ToStringValue()),
        };
    }
}
