using AgentMail.Core.Emails;
using Fluid;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>One rendering: what it may use up and what filters need to know of it.</summary>
internal sealed class LiquidRun(LiquidForm form, LiquidValues values, TimeProvider clock)
{
    private const string Key = "run";

    private readonly long _start = clock.GetTimestamp();
    private int _steps;
    private long _made;

    public LiquidForm Form => form;

    public LiquidValues Values => values;

    public static LiquidRun Of(TemplateContext context) => (LiquidRun)context.AmbientValues[Key];

    public static string Render(IFluidTemplate template, LiquidForm form, LiquidValues values, TimeProvider clock)
    {
        var run = new LiquidRun(form, values, clock);
        var context = new TemplateContext(LiquidFilters.Options) { AmbientValues = { [Key] = run } };
        values.AddTo(context);
        using var writer = new BoundedWriter(LiquidBounds.MaxOutput, run);
        // What must be escaped is escaped where it is printed. Nothing in here waits for anything: the task is done when it is returned.
        template.RenderAsync(writer, NullEncoder.Default, context).AsTask().GetAwaiter().GetResult();
        return form switch
        {
            LiquidForm.Html => KeepFirstMark(writer.ToString()),
            LiquidForm.Line => OneLine(writer.ToString()),
            _ => writer.ToString(),
        };
    }

    /// <summary>Counts a step and looks at the clock.</summary>
    public void Step()
    {
        if (++_steps > LiquidBounds.MaxSteps)
            throw new LiquidBoundException($"It takes more than {LiquidBounds.MaxSteps} steps; shorten its loops.");
        CheckTime();
    }

    /// <summary>Counts what was made on the way, in characters.</summary>
    public void Made(long size)
    {
        if ((_made += size) > LiquidBounds.MaxMade)
            throw new LiquidBoundException($"Its filters, captures and ranges come to more than {LiquidBounds.MaxMade} characters in all; shorten its loops.");
    }

    public void CheckTime()
    {
        if (clock.GetElapsedTime(_start) > LiquidBounds.Time)
            throw new LiquidBoundException($"It takes longer than {LiquidBounds.Time.TotalSeconds:0} seconds; shorten its loops.");
    }

    private static string KeepFirstMark(string html)
    {
        var after = html.IndexOf(SignaturePlacement.Mark, StringComparison.Ordinal) + SignaturePlacement.Mark.Length;
        return after < SignaturePlacement.Mark.Length ? html : html[..after] + html[after..].Replace(SignaturePlacement.Mark, "", StringComparison.Ordinal);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n', '\t', '\u0085', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
