using System.Globalization;
using System.Text.Encodings.Web;
using Fluid.Values;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>Text that is escaped already. Only captures, <c>escape</c> and <c>newline_to_br</c> make it; any other filter turns it back into plain text.</summary>
internal sealed class MarkupValue(string markup) : FluidValue
{
    public override FluidValues Type => FluidValues.String;

    public override bool Equals(FluidValue? other) => other is not null && other.Type == FluidValues.String && other.ToStringValue() == markup;

    public override bool ToBooleanValue() => true;

    public override decimal ToNumberValue() => decimal.TryParse(markup, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public override string ToStringValue() => markup;

    public override object ToObjectValue() => markup;

    public override bool Contains(FluidValue value) => markup.Contains(value.ToStringValue(), StringComparison.Ordinal);

    public override async ValueTask WriteToAsync(TextWriter writer, TextEncoder encoder, CultureInfo cultureInfo) => await writer.WriteAsync(markup);
}
