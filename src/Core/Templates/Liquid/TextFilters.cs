using System.Text;
using Fluid;
using Fluid.Values;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>Filters of our own, where Fluid's would multiply without a bound or forget what is escaped.</summary>
internal static class TextFilters
{
    /// <summary>What an output does anyway; here so that templates written elsewhere do not escape twice.</summary>
    public static FluidValue Escape(FluidValue input, LiquidForm form) =>
        form != LiquidForm.Html || input is MarkupValue or SignatureValue ? input : new MarkupValue(Markup.Escape(input.ToStringValue()));

    /// <summary>Breaks in html where the text has line breaks.</summary>
    public static FluidValue NewlineToBr(FluidValue input, LiquidForm form)
    {
        if (form != LiquidForm.Html || input is SignatureValue)
            return input;
        var html = input is MarkupValue ? input.ToStringValue() : Markup.Escape(input.ToStringValue());
        return new MarkupValue(html.ReplaceLineEndings("<br>\n"));
    }

    public static FluidValue Replace(FluidValue input, FilterArguments arguments)
    {
        var (text, old, next) = (input.ToStringValue(), arguments.At(0).ToStringValue(), arguments.At(1).ToStringValue());
        if (old.Length == 0)
            return input;
        var replaced = new StringBuilder();
        var from = 0;
        for (int at; (at = text.IndexOf(old, from, StringComparison.Ordinal)) >= 0; from = at + old.Length)
            Reserve(replaced.Append(text, from, at - from).Append(next).Length);
        return new StringValue(replaced.Append(text, from, text.Length - from).ToString());
    }

    public static FluidValue Join(FluidValue input, FilterArguments arguments)
    {
        if (input is not ArrayValue array)
            return input;
        var separator = arguments.Count == 0 ? " " : arguments.At(0).ToStringValue();
        Reserve((long)separator.Length * array.Values.Count);
        return new StringValue(string.Join(separator, array.Values.Select(v => v.ToStringValue())));
    }

    private static void Reserve(long length)
    {
        if (length > LiquidBounds.MaxValue)
            throw ValueSize.TooLarge();
    }
}
