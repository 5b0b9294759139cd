using System.Globalization;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>Takes a number of characters and no more, and not past the end of the time.</summary>
internal sealed class BoundedWriter(int limit, LiquidRun run) : StringWriter(CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        Reserve(1);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Reserve(count);
        base.Write(buffer, index, count);
    }

    public override void Write(string? value)
    {
        Reserve(value?.Length ?? 0);
        base.Write(value);
    }

    private void Reserve(int count)
    {
        run.CheckTime();
        if (count > limit - GetStringBuilder().Length)
            throw new LiquidBoundException($"It writes more than {limit} characters; shorten what it repeats.");
    }
}
