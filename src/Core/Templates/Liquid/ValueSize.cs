using Fluid.Values;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>How large a value is, written out. Every value on the way stays small, so nothing made of two of them is large.</summary>
internal static class ValueSize
{
    /// <summary>What an entry of a list costs beside its text, in characters.</summary>
    public const int Entry = 16;

    /// <summary>The size of a value, if it is not too large.</summary>
    public static long Check(FluidValue value) => Of(value, LiquidBounds.MaxValue) is var size and <= LiquidBounds.MaxValue ? size : throw TooLarge();

    /// <summary>What a value of this size takes of the memory of a rendering, in characters.</summary>
    public static long Cost(FluidValue value, long size) => value is ArrayValue list ? size + ((long)Entry * list.Values.Count) : size;

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
