using System.Text.Encodings.Web;
using Fluid;
using Fluid.Ast;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>Fluid's statements, each replaced where it would run, print or keep without a bound.</summary>
internal static class BoundedStatement
{
    public static Statement Of(Statement statement) => statement switch
    {
        OutputStatement output => new OutputStatement(new PrintedExpression(output.Expression)),
        CaptureStatement capture => new BoundedCapture(capture.Identifier, capture.Statements),
        ForStatement loop => new ForStatement(
            [LoopTurn.Instance, .. loop.Statements], loop.Identifier, BoundedRange.Of(loop.Source), loop.Limit, loop.Offset, loop.Reversed, loop.Else),
        _ => statement,
    };

    /// <summary>Counts a turn of a loop, one with an empty body too.</summary>
    private sealed class LoopTurn : Statement
    {
        public static readonly LoopTurn Instance = new();

        public override ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
        {
            LiquidRun.Of(context).Step();
            return Normal();
        }
    }

    /// <summary>Keeps what a block writes: escaped already, so it is printed as it is.</summary>
    private sealed class BoundedCapture(string identifier, IReadOnlyList<Statement> statements) : Statement
    {
        public override async ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
        {
            var run = LiquidRun.Of(context);
            run.Step();
            await using var captured = new BoundedWriter(LiquidBounds.MaxValue, run);
            var completion = Completion.Normal;
            for (var i = 0; i < statements.Count && completion == Completion.Normal; i++)
                completion = await statements[i].WriteToAsync(captured, encoder, context);
            var markup = captured.ToString();
            run.Made(markup.Length);
            context.SetValue(identifier, new MarkupValue(markup));
            return completion;
        }
    }
}
