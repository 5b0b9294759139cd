using System.Text;

namespace AgentMail.TestKit.Telemetry;

/// <summary>A span as it was exported (opentelemetry/proto/trace/v1/trace.proto).</summary>
/// <param name="Service">The process it is of: <c>service.name</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="TraceId">In hex.</param>
/// <param name="SpanId">In hex.</param>
/// <param name="ParentId">In hex; empty for the first of a trace.</param>
/// <param name="Attributes">Those with a text or a number.</param>
public sealed record OtlpSpan(string Service, string Name, string TraceId, string SpanId, string ParentId, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>Reads an <c>ExportTraceServiceRequest</c>.</summary>
    public static IEnumerable<OtlpSpan> ReadAll(byte[] request) =>
        from resourceSpans in ProtobufField.ReadAll(request).Where(f => f.Number == 1)
        let service = ProtobufField.ReadAll(resourceSpans.Bytes).Where(f => f.Number == 1).Select(r => AttributesOf(r.Bytes, 1).GetValueOrDefault("service.name", "")).FirstOrDefault("")
        from scopeSpans in ProtobufField.ReadAll(resourceSpans.Bytes).Where(f => f.Number == 2)
        from span in ProtobufField.ReadAll(scopeSpans.Bytes).Where(f => f.Number == 2)
        select Read(service, span.Bytes);

    private static OtlpSpan Read(string service, ReadOnlyMemory<byte> span)
    {
        var fields = ProtobufField.ReadAll(span).ToLookup(f => f.Number, f => f.Bytes);
        return new(service, Text(fields[5]), Hex(fields[1]), Hex(fields[2]), Hex(fields[4]), AttributesOf(span, 9));
    }

    private static Dictionary<string, string> AttributesOf(ReadOnlyMemory<byte> owner, int number)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in ProtobufField.ReadAll(owner).Where(f => f.Number == number))
        {
            var parts = ProtobufField.ReadAll(attribute.Bytes).ToLookup(f => f.Number, f => f.Bytes);
            var value = parts[2].SelectMany(v => ProtobufField.ReadAll(v)).FirstOrDefault();
            attributes[Text(parts[1])] = value?.Number == 1 ? Encoding.UTF8.GetString(value.Bytes.Span) : $"{value?.Value}";
        }
        return attributes;
    }

    private static string Text(IEnumerable<ReadOnlyMemory<byte>> field) => Encoding.UTF8.GetString(field.FirstOrDefault().Span);

    private static string Hex(IEnumerable<ReadOnlyMemory<byte>> field) => Convert.ToHexStringLower(field.FirstOrDefault().Span);
}
