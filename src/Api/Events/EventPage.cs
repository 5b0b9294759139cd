using System.Reflection;
using System.Text.Json;
using AgentMail.Api.Paging;
using AgentMail.Core.Events;
using AgentMail.Core.Storage;
using Microsoft.AspNetCore.Http.Metadata;
using EventId = AgentMail.Core.Events.EventId;

namespace AgentMail.Api.Events;

/// <summary>Part of the log, oldest first, each event in the same octets as on every other way out.</summary>
internal sealed class EventPage(IReadOnlyList<EventRow> items, string? nextCursor) : IResult, IEndpointMetadataProvider
{
    public static async Task<EventPage> ReadAsync(AgentMailDb db, EventFilter filter, EventCursor cursor, CancellationToken ct)
    {
        var rows = await EventSearch.RowsAsync(db, filter, cursor.After, cursor.Limit + 1, ct);
        return rows.Count <= cursor.Limit
            ? new EventPage(rows, nextCursor: null)
            : new EventPage(rows.GetRange(0, cursor.Limit), EventId.Format(rows[cursor.Limit - 1].Number));
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var row in items)
            EventJson.Write(writer, row);
        writer.WriteEndArray();
        writer.WriteString("nextCursor", nextCursor);
        writer.WriteEndObject();
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Page<EventView>), ["application/json"]));
}

/// <summary>One change of state.</summary>
/// <param name="Id">Ascends; serves as cursor.</param>
/// <param name="Type">Such as <c>email.sent</c>.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="SchemaVersion">Version of this shape.</param>
/// <param name="Data">What happened; its shape follows from the type.</param>
internal sealed record EventView(string Id, string Type, DateTimeOffset Timestamp, string TenantId, int SchemaVersion, JsonElement Data);
