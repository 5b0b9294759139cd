using AgentMail.Core.Hosting;

namespace AgentMail.Api.Hosting;

/// <summary>What the process does where settings and arguments say nothing else.</summary>
internal static class ProcessDefaults
{
    private const string Address = "http://localhost:5080";

    public static void UseAgentMailDefaults(this WebApplicationBuilder builder)
    {
        builder.Logging.AddAgentMailDefaults();
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]) && string.IsNullOrEmpty(builder.Configuration["HTTP_PORTS"]))
            builder.WebHost.UseUrls(Address);
    }
}
