using System.Text;
using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Web.Hosting.Access;

/// <summary>
/// The commands <c>user add NAME --role ROLE</c> and <c>user password NAME</c>, for the first user and for an admin who is locked out. The password is read from
/// the console, standard input or a file, never from the command line, which other users of the machine can see. They may be used while MeshLab runs.
/// </summary>
/// <param name="Name"><c>add</c> or <c>password</c>; null when the command is none of them.</param>
/// <param name="User">The user's name; null when none was given.</param>
/// <param name="Role">The role of a user to add.</param>
/// <param name="PasswordFile">Where the password is; null for the console or standard input.</param>
/// <param name="OnlyFirst">Whether nothing is to be done when there are users already.</param>
/// <param name="Settings">Settings, as without a command.</param>
internal sealed record UserCommand(string? Name, string? User, Role Role, string? PasswordFile, bool OnlyFirst, string[] Settings)
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Misused = 2;
    private const string Usage = "Use: user add NAME [--role viewer|operator|admin] [--password-file FILE] [--only-first], or user password NAME [--password-file FILE]. Settings such as --MeshLab:DataDirectory DIR may follow.";

    /// <summary>The command the program was started with; null when it is none of these.</summary>
    public static UserCommand? Parse(string[] args)
    {
        if (args is not ["user", .. var rest])
        {
            return null;
        }

        var command = new UserCommand(null, null, Role.Viewer, null, false, []);
        if (rest is not [("add" or "password") and var name, { Length: > 0 } user, .. var options] || user.StartsWith("--", StringComparison.Ordinal))
        {
            return command;
        }

        command = command with { Name = name, User = user };
        for (var index = 0; index < options.Length; index++)
        {
            switch (options[index])
            {
                case "--role" when index + 1 < options.Length && Enum.TryParse<Role>(options[index + 1], ignoreCase: true, out var role) && Enum.IsDefined(role):
                    command = command with { Role = role };
                    index++;
                    break;
                case "--role":
                    return command with { Name = null };
                case "--password-file" when index + 1 < options.Length:
                    command = command with { PasswordFile = options[++index] };
                    break;
                case "--only-first":
                    command = command with { OnlyFirst = true };
                    break;
                default:
                    command = command with { Settings = [.. command.Settings, options[index]] };
                    break;
            }
        }

        return command;
    }

    /// <summary>Does it and says on the console what became of it.</summary>
    /// <returns>The exit code: 0 done, 1 failed, 2 misused.</returns>
    public async Task<int> RunAsync(WebApplication app)
    {
        await using (app)
        {
            if (Name is null || User is null)
            {
                await Console.Error.WriteLineAsync(Usage);
                return Misused;
            }

            Actor.Enter(new(Actor.LocalName, null, "command", Role.Admin));
            try
            {
                await PrepareAsync(app.Services);
                Console.WriteLine(await DoAsync(app.Services, Name, User));
                return Done;
            }
            catch (Exception error) when (error is AccessRefusedException or StorageException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"Nothing was changed: {error.Message}");
                return Failed;
            }
        }
    }

    private async Task<string> DoAsync(IServiceProvider services, string name, string user)
    {
        var (users, login) = (services.GetRequiredService<UserAccounts>(), services.GetRequiredService<LoginRequirement>());
        var known = await users.ListAsync(CancellationToken.None);
        if (OnlyFirst && known.Count > 0)
        {
            return "There are users already; nothing was changed.";
        }

        if (name == "add")
        {
            var required = await login.LookAsync(CancellationToken.None);
            var added = await users.AddAsync(user, await PasswordAsync(), Role, CancellationToken.None);
            return $"{added.Name} may log in now, with the role {added.Role.ToString().ToLowerInvariant()}.{(required ? "" : " Everybody has to log in from now on.")}";
        }

        var found = known.FirstOrDefault(one => one.Name.Equals(user, StringComparison.OrdinalIgnoreCase)) ?? throw new AccessRefusedException($"There is no user {user}.");
        await users.ResetPasswordAsync(found.Id, await PasswordAsync(), CancellationToken.None);
        return $"The password of {found.Name} is set.";
    }

    /// <summary>Brings the database up to date, unless another MeshLab runs on it and has done so.</summary>
    private static async Task PrepareAsync(IServiceProvider services)
    {
        try
        {
            await services.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None);
        }
        catch (StorageException)
        {
            await using var database = await services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
            if (!await database.Database.CanConnectAsync() || (await database.Database.GetPendingMigrationsAsync()).Any())
            {
                throw;
            }
        }
    }

    private async Task<string> PasswordAsync()
    {
        if (PasswordFile is not null)
        {
            return (await File.ReadAllTextAsync(PasswordFile)).TrimEnd('\r', '\n');
        }

        if (Console.IsInputRedirected)
        {
            return await Console.In.ReadLineAsync() ?? "";
        }

        var password = Ask("Password: ");
        return password == Ask("Again: ") ? password : throw new AccessRefusedException("The two passwords differ.");
    }

    /// <summary>Reads a line that is not shown.</summary>
    private static string Ask(string prompt)
    {
        Console.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.WriteLine();
        return typed.ToString();
    }
}
