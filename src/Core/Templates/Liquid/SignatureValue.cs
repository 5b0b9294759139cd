using Fluid.Values;

namespace AgentMail.Core.Templates.Liquid;

/// <summary><c>{{ signature }}</c>: true in conditions, a mark where it is printed, nothing in the hands of a filter.</summary>
internal sealed class SignatureValue : FluidValue
{
    public static readonly SignatureValue Instance = new();

    public override FluidValues Type => FluidValues.Object;

    public override bool Equals(FluidValue? other) => ReferenceEquals(this, other);

    public override bool ToBooleanValue() => true;

    public override decimal ToNumberValue() => 0;

    public override string ToStringValue() => "";

    public override object ToObjectValue() => "";
}
