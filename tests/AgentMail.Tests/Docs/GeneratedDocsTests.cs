using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Docs;

public sealed class GeneratedDocsTests
{
    [Fact]
    public void The_configuration_page_says_what_the_options_classes_say() =>
        GeneratedFile.IsCurrent("docs/configuration.md", ConfigurationReference.Render());

    [Fact]
    public void The_reply_page_shows_the_table_in_force() => GeneratedFile.PartIsCurrent("docs/replies.md", ReplyTable.Render());

    [Fact]
    public async Task The_kept_OpenAPI_document_is_the_one_that_is_served()
    {
        await using var app = new AgentMailApp();
        await app.InitializeAsync();

        var served = await app.Anonymous.ReadAsync("/swagger/v1/swagger.json");

        GeneratedFile.IsCurrent("docs/openapi.json", served.Text.ReplaceLineEndings("\n") + "\n");
    }
}
