using System.Text.Json;
using AgentMail.Core.Json;

namespace AgentMail.Tests.Core.Json;

public sealed class Rfc3339ConverterTests
{
    [Theory]
    [InlineData("2026-11-23T12:00:00Z", "2026-11-23T12:00:00.000Z")]
    [InlineData("2026-11-23t12:00:00z", "2026-11-23T12:00:00.000Z")]
    [InlineData("2026-11-23T12:00:00.5Z", "2026-11-23T12:00:00.500Z")]
    [InlineData("2026-11-23T12:00:00.1239999Z", "2026-11-23T12:00:00.123Z")]
    [InlineData("2026-11-23T12:00:00.123456789Z", "2026-11-23T12:00:00.123Z")]
    [InlineData("2026-11-23T12:00:00.123456789+01:00", "2026-11-23T11:00:00.123Z")]
    [InlineData("2026-11-23T00:30:00+02:00", "2026-11-22T22:30:00.000Z")]
    [InlineData("2026-11-23T12:00:00-08:00", "2026-11-23T20:00:00.000Z")]
    [InlineData("2028-02-29T12:00:00+00:00", "2028-02-29T12:00:00.000Z")]
    public void A_time_with_an_offset_is_read_and_written_in_utc_with_milliseconds(string text, string written)
    {
        Assert.True(Rfc3339Converter.TryParse(text, out var time));
        Assert.Equal(TimeSpan.Zero, time.Offset);
        Assert.Equal(written, Rfc3339Converter.Format(time));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-11-23")]
    [InlineData("2026-11-23T12:00:00")]
    [InlineData("2026-11-23T12:00:00.123")]
    [InlineData("2026-11-23 12:00:00Z")]
    [InlineData("2026-11-23T12:00Z")]
    [InlineData("2026-02-30T12:00:00Z")]
    [InlineData("2026-11-23T24:00:00Z")]
    [InlineData("2026-11-23T12:00:00+0100")]
    [InlineData("2026-11-23T12:00:00,5Z")]
    [InlineData("2026-11-23T12:00:00.Z")]
    [InlineData("2026-11-23T12:00:00.12a456789Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData(" 2026-11-23T12:00:00Z")]
    [InlineData("Mon, 23 Nov 2026 12:00:00 GMT")]
    [InlineData("1795435200")]
    public void Anything_else_is_refused(string? text) => Assert.False(Rfc3339Converter.TryParse(text, out _));

    [Theory]
    [InlineData("1795435200")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"tomorrow\"")]
    public void Json_that_is_no_time_is_an_error_that_says_what_is_wanted(string json)
    {
        var error = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>(json, AgentMailJson.Options));
        Assert.Contains("2026-11-23T12:00:00.000Z", error.Message, StringComparison.Ordinal);
    }
}
