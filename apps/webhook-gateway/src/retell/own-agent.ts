import { HttpStatus } from '@nestjs/common';
import type { Catalogue, Company } from '@callbook/catalogue';
import { Problem } from '../http/problem';

/**
 * The signature does not cover the path, and companies may share a workspace and its key: the agent in the signed body is
 * what tells whose call it is.
 * @throws Problem 404
 */
export function requireOwnAgent(catalogue: Catalogue, company: Company, agentId: string | null): void {
  if (agentId === null || catalogue.companyOfAgent(agentId)?.slug === company.slug) return;
  throw new Problem(HttpStatus.NOT_FOUND, {
    error: 'unknown_agent',
    field: 'agent_id',
    expected: "an agent that the catalogue lists for the path's company",
  });
}
