using Fluid.Values;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>How large a value is, written out. Every value on the way stays small, so nothing made of two of them is large.</summary>
internal static class ValueSize
{
    /// <summary>The value, if it is not too large.</summary>
    public static FluidValue Check(FluidValue value) => Of(value, LiquidBounds.MaxValue) <= LiquidBounds.MaxValue ? value : throw TooLarge();

    public static LiquidBoundException TooLarge() =>
        new($"A value grows beyond {LiquidBounds.MaxValue} characters; shorten it, or print its parts one by one.");

    // Stops counting once it is too much: the same list may be in a list a thousand times.
    private static long Of(FluidValue value, long enough)
    {
        if (value is not ArrayValue array)
            return 1 + (value.Type == FluidValues.String ? value.ToStringValue().Length : 0);
        long size = 1;
        for (var i = 0; i < array.Values.Count && size <= enough; i++)
            size += Of(array.Values[i], enough - size);
        return size;
    }
}
