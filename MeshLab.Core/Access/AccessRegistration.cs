using MeshLab.Core.Audit;
using MeshLab.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MeshLab.Core.Access;

/// <summary>Registers users, logins and tokens.</summary>
public static class AccessRegistration
{
    /// <summary>How long a password must be. Length counts, a mixture of characters does not (NIST SP 800-63B-4, 3.1.1.2).</summary>
    public const int ShortestPassword = 12;

    /// <summary>Adds <see cref="UserAccounts"/>, <see cref="Logins"/>, <see cref="ApiTokens"/> and <see cref="LoginRequirement"/>; needs storage and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddAudit();
        services.TryAddScoped(provider => provider.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContext());
        services.AddIdentityCore<UserRow>(options =>
        {
            options.User.AllowedUserNameCharacters = "";
            options.Password = new PasswordOptions
            {
                RequiredLength = ShortestPassword,
                RequiredUniqueChars = 5,
                RequireDigit = false,
                RequireLowercase = false,
                RequireNonAlphanumeric = false,
                RequireUppercase = false,
            };
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        }).AddEntityFrameworkStores<MeshLabDbContext>();
        services.AddSingleton<LoginRequirement>();
        services.AddSingleton<UserAccounts>();
        services.AddSingleton<Logins>();
        services.AddSingleton<ApiTokens>();
        return services;
    }
}
