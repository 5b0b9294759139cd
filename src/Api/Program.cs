using AgentMail.Api.Hosting;
using AgentMail.Core.Hosting;
using AgentMail.Core.Messaging;
using AgentMail.Worker.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.UseAgentMailDefaults();
var mode = builder.Services.AddAgentMailCore(builder.Configuration);
builder.Services.AddAgentMailApi(builder.Configuration);
if (mode.HostsWorker)
    builder.Services.AddAgentMailWorker(mode);
else
    builder.Services.AddAgentMailBus(mode);

var app = builder.Build();
app.MapAgentMailApi();
app.Run();
