using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentMail.Core.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Docs;

/// <summary>Plays <c>requests/agentmail.http</c> from top to bottom against the application.</summary>
public sealed partial class RequestsFileTests(AgentMailApp app) : IClassFixture<AgentMailApp>
{
    private readonly Dictionary<string, JsonElement> _answers = [];

    [Fact]
    public async Task A_first_day_goes_as_the_file_says()
    {
        var text = Repository.Read("requests/agentmail.http");
        var variables = new Dictionary<string, string>(RequestsFile.Variables(text))
        {
            ["url"] = "",
            ["admin"] = AgentMailApp.AdminKey,
            ["operator"] = AgentMailApp.OperatorKey,
        };

        var requests = RequestsFile.Requests(text);
        Assert.NotEmpty(requests);
        foreach (var request in requests)
        {
            var answer = await SendAsync(request, variables);
            Assert.True(answer.Status == request.Expected, $"{request.Title}: {request.Method} {request.Url} should be {request.Expected}, and was {answer}");
            if (request.Name is { } name)
                _answers[name] = answer.Body;
        }
    }

    private Task<ApiAnswer> SendAsync(FileRequest request, Dictionary<string, string> variables)
    {
        var body = request.Body is null ? null : new StringContent(Fill(request.Body), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        var headers = request.Headers.Where(h => h.Name != "Content-Type").Select(h => (h.Name, Fill(h.Value))).ToArray();
        return app.Anonymous.CallAsync(new HttpMethod(request.Method), Fill(request.Url), body, headers);

        string Fill(string text) => Reference().Replace(text, m => m switch
        {
            _ when m.Groups["days"].Success => InDays(m.Groups["days"].Value),
            _ when m.Groups["path"].Success => Find(_answers[m.Groups["name"].Value], m.Groups["path"].Value),
            _ => variables[m.Groups["name"].Value],
        });
    }

    private static string InDays(string days) =>
        Rfc3339Converter.Format(TimeProvider.System.GetUtcNow().AddDays(int.Parse(days, System.Globalization.CultureInfo.InvariantCulture)));

    private static string Find(JsonElement body, string member) => body.GetProperty(member).ToString();

    [GeneratedRegex(@"\{\{(\$datetime iso8601 (?<days>\d+) d|(?<name>\w+)(\.response\.body\.\$\.(?<path>\w+))?)\}\}")]
    private static partial Regex Reference();
}
