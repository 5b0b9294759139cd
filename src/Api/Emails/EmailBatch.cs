using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using AgentMail.Api.Auth;
using AgentMail.Api.Json;
using AgentMail.Api.Problems;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Emails;

/// <summary>The requests of a batch: one that is wrong does not hold up the others.</summary>
internal static class EmailBatch
{
    private const int MaxItems = 500;

    public static ApiProblem? Refuse(EmailBatchRequest batch) => batch.Items.Count switch
    {
        0 => ApiProblem.Invalid("/items", FieldCodes.Required, "Give at least one send request."),
        > MaxItems => ApiProblem.Invalid("/items", FieldCodes.TooMany, $"A batch has at most {MaxItems} send requests; send several batches."),
        _ => null,
    };

    public static async Task<EmailBatchItemView> SendAsync(
        JsonElement item, int index, IdempotencyKey key, Caller caller, EmailSending sending, HttpContext context)
    {
        var (request, mismatch) = JsonRequest.Read<EmailRequest>(item);
        if (request is null)
            return EmailBatchItemView.Of(mismatch!, context);
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(item)));
        var (accepted, problem) = await sending.SendAsync(request, caller, key.Claim(index, hash), context.RequestAborted);
        return accepted is not null ? EmailBatchItemView.Of(accepted) : EmailBatchItemView.Of(problem!, context);
    }
}
