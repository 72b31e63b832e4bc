var builder = WebApplication.CreateBuilder(args);

var app = builder.Build();

app.MapGet("/weather", () => new[] { "Mild", "Warm" });
app.MapPut("/weather/{id}", (int id) => Results.Ok(id));

app.Run();
