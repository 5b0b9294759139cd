using AgentMail.Core.Hosting;
using AgentMail.Core.Logging;
using AgentMail.Worker.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddAgentMailDefaults(builder.Configuration, isForPeople: false);
var mode = builder.Services.AddAgentMailCore(builder.Configuration);
WorkerProcess.Require(mode);
builder.Services.AddAgentMailWorker(mode);
builder.Services.AddWorkerProcess(builder.Configuration);

await builder.Build().RunAsync();
