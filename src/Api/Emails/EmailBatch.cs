using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using AgentMail.Api.Auth;
using AgentMail.Api.Json;
using AgentMail.Api.Problems;
using AgentMail.Core.Storage;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Emails;

/// <summary>The requests of a batch: one that is wrong does not hold up the others.</summary>
internal static class EmailBatch
{
    private const int MaxItems = 500;

    // Each reads from the database: all at once, a batch would want more connections than there are, and everybody else would wait behind it.
    private const int AtOnce = 16;

    public static ApiProblem? Refuse(EmailBatchRequest batch) => batch.Items.Count switch
    {
        0 => ApiProblem.Invalid("/items", FieldCodes.Required, "Give at least one send request."),
        > MaxItems => ApiProblem.Invalid("/items", FieldCodes.TooMany, $"A batch has at most {MaxItems} send requests; send several batches."),
        _ => null,
    };

    /// <summary>The answer to the batch where the database took none of it: the whole may be repeated later.</summary>
    public static ApiProblem? Unavailable(IReadOnlyList<EmailBatchItemView> items) =>
        items.All(i => i.Status == ProblemCode.Unavailable.Status) ? new ApiProblem(ProblemCode.Unavailable, items[0].Problem!.Detail) : null;

    public static async Task<EmailBatchItemView[]> SendAsync(
        IReadOnlyList<JsonElement> items, IdempotencyKey key, Caller caller, EmailSending sending, Database database, HttpContext context)
    {
        var views = new EmailBatchItemView[items.Count];
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = context.RequestAborted },
            async (i, _) => views[i] = await SendAsync(items[i], i, key, caller, sending, database, context));
        return views;
    }

    private static async Task<EmailBatchItemView> SendAsync(
        JsonElement item, int index, IdempotencyKey key, Caller caller, EmailSending sending, Database database, HttpContext context)
    {
        var (request, mismatch) = JsonRequest.Read<EmailRequest>(item);
        if (request is null)
            return EmailBatchItemView.Of(mismatch!, context);
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(item)));
        try
        {
            var (accepted, problem) = await sending.SendAsync(request, caller, key.Claim(index, hash), context.RequestAborted);
            return accepted is not null ? EmailBatchItemView.Of(accepted) : EmailBatchItemView.Of(problem!, context);
        }
        catch (Exception error) when (database.FaultOf(error) is var fault and not DatabaseFault.Own)
        {
            // Others of the batch may be accepted by now, and their callers are told so.
            return EmailBatchItemView.Of(UnavailableAnswer.To(context.Request, fault), context);
        }
    }
}
