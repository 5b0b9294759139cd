using AgentMail.Core.Webhooks;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookAnswerTests
{
    private static readonly TimeSpan Asked = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(299)]
    public void Any_2xx_is_taken(int status) => Assert.Equal(new(null, status, null), WebhookAnswer.Of(status, "thank you", Asked));

    [Theory]
    [InlineData(410, WebhookFailure.Gone, true)]
    [InlineData(301, WebhookFailure.Redirected, false)]
    [InlineData(304, WebhookFailure.Redirected, false)]
    [InlineData(307, WebhookFailure.Redirected, false)]
    [InlineData(429, WebhookFailure.RateLimited, false)]
    [InlineData(400, WebhookFailure.Refused, false)]
    [InlineData(401, WebhookFailure.Refused, false)]
    [InlineData(404, WebhookFailure.Refused, false)]
    [InlineData(422, WebhookFailure.Refused, false)]
    [InlineData(500, WebhookFailure.ServerError, false)]
    [InlineData(503, WebhookFailure.ServerError, false)]
    [InlineData(599, WebhookFailure.ServerError, false)]
    [InlineData(101, WebhookFailure.UnexpectedStatus, false)]
    [InlineData(999, WebhookFailure.UnexpectedStatus, false)]
    public void Every_other_status_has_its_word_and_a_sentence(int status, WebhookFailure failure, bool isFinal)
    {
        var answer = WebhookAnswer.Of(status, "words");

        Assert.Equal((failure, status, isFinal), (answer.Failure, answer.HttpStatus, answer.IsFinal));
        Assert.StartsWith($"The endpoint answered {status}. ", answer.Detail, StringComparison.Ordinal);
        Assert.EndsWith(" It says: words", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(404, false)]
    [InlineData(410, false)]
    public void Who_is_too_busy_asks_for_rest_from_all_calls(int status, bool asks) => Assert.Equal(asks, WebhookAnswer.Of(status, "", Asked).AsksForRest);

    [Theory]
    [InlineData("  <h1>Oops</h1>\r\n\t over there ", "<h1>Oops</h1> over there")]
    [InlineData("\u001b[31mred\u0007\u0000", "[31mred")]
    [InlineData("\u0085\u009b1mC1", "1mC1")]
    [InlineData("", "")]
    public void An_excerpt_is_one_printable_line(string text, string excerpt) => Assert.Equal(excerpt, WebhookAnswer.Excerpt(text));

    [Fact]
    public void An_excerpt_is_short() => Assert.Equal(WebhookAnswer.MaxExcerpt, WebhookAnswer.Excerpt(new string('x', 5000)).Length);
}
